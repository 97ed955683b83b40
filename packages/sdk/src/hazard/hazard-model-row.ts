import { Fault, HAZARD_ROW_NAMES, HAZARD_ROW_SIZE, type ModelRunner, namesCode } from '@causeway/contract';

/** That a model takes hazard rows: as many inputs, and in the order it was trained on. Throws `bad-model`. */
export const checkHazardBlob = ({ blob }: ModelRunner): void => {
  if (blob.inputs !== HAZARD_ROW_SIZE) {
    throw new Fault(
      'bad-model',
      'hazard',
      `it takes ${blob.inputs} inputs, a hazard row has ${HAZARD_ROW_SIZE}`,
    );
  }
  if (blob.names !== 0 && blob.names !== namesCode(HAZARD_ROW_NAMES)) {
    throw new Fault('bad-model', 'hazard', 'it was trained on inputs of other names, or in another order');
  }
};
